# What PDFium makes of a PDF file, as JSON: FILE SCALE FOLDER. Pages are drawn into the folder, SCALE
# pixels a point.
import ctypes, json, sys
import pypdfium2
import pypdfium2.raw as raw


def text_of(read, *subject):
    """A text of PDFium's C interface, which tells its size first; bytes with a zero at the end."""
    size = read(*subject, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(*subject, buffer, size)
    return buffer.raw


def links(pdf, page):
    """Where links lead: an address, or the index of a page."""
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, at, link):
        target = raw.FPDFLink_GetDest(pdf, link)
        action = raw.FPDFLink_GetAction(link)
        if target:
            yield raw.FPDFDest_GetDestPageIndex(pdf, target)
        else:
            yield text_of(raw.FPDFAction_GetURIPath, pdf, action).rstrip(b'\0').decode()


def kinds(page):
    """The page's structure elements by kind, with how many there are."""
    counts = {}

    def walk(element):
        kind = text_of(raw.FPDF_StructElement_GetType, element).decode('utf-16-le').rstrip('\0')
        counts[kind] = counts.get(kind, 0) + 1
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    tree = raw.FPDF_StructTree_GetForPage(page)
    for at in range(raw.FPDF_StructTree_CountChildren(tree)):
        walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    raw.FPDF_StructTree_Close(tree)
    return counts


file, scale, folder = sys.argv[1:]
pdf = pypdfium2.PdfDocument(file)
pages = []
for number, page in enumerate(pdf):
    pages.append({
        'size': page.get_size(),
        'text': page.get_textpage().get_text_range(),
        'links': list(links(pdf, page)),
        'kinds': kinds(page),
    })
    page.render(scale=float(scale)).to_pil().save(f'{folder}/{number}.png')
attachments = [pdf.get_attachment(at) for at in range(pdf.count_attachments())]
print(json.dumps({
    'title': pdf.get_metadata_value('Title'),
    'author': pdf.get_metadata_value('Author'),
    'tagged': pdf.is_tagged(),
    'outline': [[mark.level, mark.get_title(), mark.get_dest().get_index()] for mark in pdf.get_toc()],
    'attachments': [[held.get_name(), bytes(held.get_data()).decode()] for held in attachments],
    'pages': pages,
}))
