' What stands at the end of each macro: how it is told what to do, and how it tells what did not work.

' The file that AKTAS_TASKS names has two lines for each document: the DOCX, and the folder for what is
' made of it.
Sub Main
    Dim tasks As Integer, file As String, folder As String
    tasks = FreeFile
    Open Environ("AKTAS_TASKS") For Input As #tasks
    Do While Not EOF(tasks)
        Line Input #tasks, file
        If file <> "" Then
            Line Input #tasks, folder
            Work(file, folder)
        End If
    Loop
    Close #tasks
End Sub

Function Named(name As String, value As Variant)
    Dim property As New com.sun.star.beans.PropertyValue
    property.Name = name
    property.Value = value
    Named = property
End Function

Sub Tell(folder As String, fault As String)
    Dim out As Integer
    out = FreeFile
    Open folder & "/fault.txt" For Output As #out
    Print #out, fault
    Close #out
End Sub
