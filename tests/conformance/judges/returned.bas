' Lets LibreOffice edit documents as a person would, many in one start.
'
' The file that AKTAS_TASKS names has two lines for each: the DOCX, and the folder for what it makes of
' it: `tracked.docx`, edited with changes tracked, and `plain.docx`, without. What to edit stands beside
' the DOCX in a file of its name and `.edits`: a word, what it becomes, words of a row that a new one
' follows, a word of the new row, words to comment on, and the comment. What did not work is told in
' `fault.txt`.

Dim edits(5) As String

Sub Work(file As String, folder As String)
    Edited(file, folder, "tracked.docx", True)
    Edited(file, folder, "plain.docx", False)
End Sub

Sub ReadEdits(listing As String)
    Dim disk As Object, text As Object, index As Integer
    disk = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    text = createUnoService("com.sun.star.io.TextInputStream")
    text.setInputStream(disk.openFileRead(ConvertToURL(listing)))
    text.setEncoding("UTF-8")
    For index = 0 To 5
        edits(index) = text.readLine()
    Next
    text.closeInput()
End Sub

Sub Edited(file As String, folder As String, made As String, tracks As Boolean)
    Dim opened As Object, found As Object, cursor As Object, note As Object
    On Error GoTo Failed
    ReadEdits(file & ".edits")
    opened = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, Array(Named("Hidden", True)))
    opened.RecordChanges = tracks
    cursor = opened.CurrentController.ViewCursor

    found = Words(opened, edits(0))
    found.String = edits(1)

    found = Words(opened, edits(2))
    cursor.gotoRange(found.Start, False)
    createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
        opened.CurrentController.Frame, ".uno:InsertRowsAfter", "", 0, Array())
    FillBelow(found, edits(3))

    found = Words(opened, edits(4))
    note = opened.createInstance("com.sun.star.text.textfield.Annotation")
    note.Author = "Rasa"
    note.Content = edits(5)
    found.Text.insertTextContent(found, note, True)

    opened.storeToURL(ConvertToURL(folder & "/" & made), Array(Named("FilterName", "MS Word 2007 XML")))
    opened.close(True)
    Exit Sub
Failed:
    Tell(folder, Error$)
    opened.close(True)
End Sub

' The first place of words in the text.
Function Words(opened As Object, said As String)
    Dim search As Object
    search = opened.createSearchDescriptor()
    search.SearchString = said
    search.SearchCaseSensitive = True
    Words = opened.findFirst(search)
End Function

' Writes into the cell below that of a text.
Sub FillBelow(found As Object, said As String)
    Dim cell As String, at As Integer
    cell = found.Cell.CellName
    at = 1
    Do While Not IsNumeric(Mid(cell, at, 1))
        at = at + 1
    Loop
    cell = Left(cell, at - 1) & (CInt(Mid(cell, at)) + 1)
    found.TextTable.getCellByName(cell).createTextCursor().setString(said)
End Sub
