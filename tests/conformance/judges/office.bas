' Lets LibreOffice open, edit and save documents, many in one start.
'
' The file that AKTAS_TASKS names has two lines for each: the DOCX, and the folder for what is made of
' it. What did not work is told in `fault.txt` in that folder. Of a DOCX that is signed, only what the
' signatures are is wanted.

Sub Work(file As String, folder As String)
    Dim opened As Object
    On Error GoTo Failed
    Dim package As Object
    package = createUnoService("com.sun.star.embed.StorageFactory").createInstanceWithArguments( _
        Array(ConvertToURL(file), com.sun.star.embed.ElementModes.READ, Array(Named("StorageFormat", "ZipFormat"))))
    If package.hasByName("_xmlsignatures") Then
        Signatures(package, folder)
        Exit Sub
    End If
    package.dispose()
    opened = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, Array(Named("Hidden", True)))
    If IsNull(opened) Then
        Tell(folder, "LibreOffice does not open it")
        Exit Sub
    End If
    Save(opened, folder & "/pages.pdf", "writer_pdf_Export")
    Save(opened, folder & "/flat.fodt", "OpenDocument Text Flat XML")
    Save(opened, folder & "/text.txt", "Text")
    Save(opened, folder & "/saved.docx", "MS Word 2007 XML")
    Edit(opened)
    Save(opened, folder & "/edited.docx", "MS Word 2007 XML")
    opened.close(True)
    Exit Sub
Failed:
    Tell(folder, Error$)
End Sub

' A line for each signature: whether it is valid, who signed, and on which line.
Sub Signatures(package As Object, folder As String)
    Dim found As Variant, index As Integer, out As Integer
    found = createUnoService("com.sun.star.security.DocumentDigitalSignatures") _
        .verifyDocumentContentSignatures(package, Nothing)
    out = FreeFile
    Open folder & "/signatures.txt" For Output As #out
    For index = LBound(found) To UBound(found)
        Print #out, IIf(found(index).SignatureIsValid, "valid", "broken") & Chr(9) & _
            found(index).Signer.SubjectName & Chr(9) & found(index).SignatureLineId
    Next
    Close #out
End Sub

Sub Save(opened As Object, file As String, filter As String)
    Dim how As Variant
    how = Array(Named("FilterName", filter), Named("ExportTextNumberElement", True))
    opened.storeToURL(ConvertToURL(file), how)
End Sub

' As a secretary would: another word in a heading, a paragraph after it, the contents anew.
Sub Edit(opened As Object)
    Dim paragraphs As Object, paragraph As Object, cursor As Object
    paragraphs = opened.Text.createEnumeration()
    Do While paragraphs.hasMoreElements()
        paragraph = paragraphs.nextElement()
        If paragraph.supportsService("com.sun.star.text.Paragraph") Then
            If paragraph.OutlineLevel > 1 Then
                cursor = opened.Text.createTextCursorByRange(paragraph.End)
                opened.Text.insertString(cursor, " (pataisyta)", False)
                opened.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
                opened.Text.insertString(cursor, "Pastraipa, kurią prirašė sekretorė.", False)
                Exit Do
            End If
        End If
    Loop
    Dim index As Integer
    For index = 0 To opened.DocumentIndexes.Count - 1
        opened.DocumentIndexes.getByIndex(index).update()
    Next
End Sub
