' Lets LibreOffice accept, and reject, all tracked changes of documents, many in one start.
'
' The file that AKTAS_TASKS names has two lines for each: the DOCX, and the folder for its texts: as it
' is, with all changes accepted, and with all rejected. What did not work is told in `fault.txt`.

' Whether the document has changes to accept and reject: one without is not opened again.
Dim changes As Boolean

Sub Work(file As String, folder As String)
    Form(file, folder, "")
    If changes Then
        Form(file, folder, "Accept")
        Form(file, folder, "Reject")
    ElseIf Dir(folder & "/text.txt") <> "" Then
        FileCopy(folder & "/text.txt", folder & "/accepttext.txt")
        FileCopy(folder & "/text.txt", folder & "/rejecttext.txt")
    End If
End Sub

Sub Form(file As String, folder As String, act As String)
    Dim opened As Object, index As Integer
    On Error GoTo Failed
    opened = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, Array(Named("Hidden", True)))
    If act = "" Then
        changes = opened.Redlines.hasElements()
    Else
        createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
            opened.CurrentController.Frame, ".uno:" & act & "AllTrackedChanges", "", 0, Array())
    End If
    ' A table of contents is of the document as it is now.
    For index = opened.DocumentIndexes.Count - 1 To 0 Step -1
        opened.DocumentIndexes.getByIndex(index).dispose()
    Next
    opened.storeToURL(ConvertToURL(folder & "/" & LCase(act) & "text.txt"), _
        Array(Named("FilterName", "Text"), Named("ExportTextNumberElement", True)))
    opened.close(True)
    Exit Sub
Failed:
    changes = False
    Tell(folder, Error$)
End Sub
