import { createPdfRenderer, type PdfRenderer } from '@lianban/processes'

/** How papers are printed: all by Chromium; those of some cases; or none. */
export type PaperMode = 'all' | 'some' | 'none'

const PAGE = { width: 595, height: 842, margin: 64, size: 11, leading: 19 } as const
/** Full-width characters on a line. */
const LINE_EMS = (PAGE.width - 2 * PAGE.margin) / PAGE.size
const LINES_A_PAGE = Math.floor((PAGE.height - 2 * PAGE.margin) / PAGE.leading)
const NOTE = '(演示数据:本页只印文书的文字,没有版式、印章图样和二维码)'

/**
 * Prints the papers of the demonstration. A month has some two thousand, and Chromium takes its time for each: the others
 * are printed as plain text, with every word of the real one, and are signed, stored and archived like it.
 * @param isPrinted whether a page is one that Chromium prints, in the mode `some`
 */
export function paperPrinter(mode: PaperMode, chromiumPath: string | undefined, isPrinted: (html: string) => boolean): PdfRenderer {
  const chromium = mode === 'none' ? null : createPdfRenderer({ chromiumPath })
  return {
    render: (html) =>
      chromium && (mode === 'all' || isPrinted(html)) ? chromium.render(html) : Promise.resolve(plainPdf([...textOf(html), '', NOTE])),
    close: async () => chromium?.close(),
  }
}

/** The words of a page, a line for each block. */
function textOf(html: string): string[] {
  const body = html
    .replace(/<(style|svg|script|title)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<\/t[hd]>/g, '  ')
    .replace(/<(br|\/p|\/tr|\/h\d|\/div|\/li|\/caption)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp|#x2F|#x3D|#x60);/g, (_, name: string) => ENTITIES[name] ?? '')
  return body
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
  '#x2F': '/',
  '#x3D': '=',
  '#x60': '`',
}

/**
 * A PDF of plain Chinese text, some kilobytes: the reader brings the font, by its name among the standard Chinese ones.
 * Source: ISO 32000-1, 9.7.5 (predefined CMaps).
 */
export function plainPdf(lines: readonly string[]): Buffer {
  const broken = lines.flatMap(brokenLines)
  const pages = Array.from({ length: Math.max(1, Math.ceil(broken.length / LINES_A_PAGE)) }, (_, i) =>
    broken.slice(i * LINES_A_PAGE, (i + 1) * LINES_A_PAGE),
  )
  const firstPage = 6
  const kids = pages.map((_, i) => `${firstPage + 2 * i} 0 R`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>`,
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
    ...pages.flatMap((page, i) => {
      const stream = contentOf(page)
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F 3 0 R >> >> /Contents ${firstPage + 2 * i + 1} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ]
    }),
  ]
  return written(objects)
}

const contentOf = (lines: readonly string[]): string =>
  [
    `BT /F ${PAGE.size} Tf ${PAGE.leading} TL ${PAGE.margin} ${PAGE.height - PAGE.margin} Td`,
    ...lines.map((line) => `<${Buffer.from(line, 'utf16le').swap16().toString('hex')}> Tj T*`),
    'ET',
  ].join('\n')

/** Cut where the line is full; characters of the extended planes are not in the font's encoding. */
function brokenLines(line: string): string[] {
  const broken = ['']
  let width = 0
  for (const character of line) {
    const ems = character < '\u0080' ? 0.5 : 1
    if (width + ems > LINE_EMS) {
      broken.push('')
      width = 0
    }
    broken[broken.length - 1] += character.length > 1 ? '□' : character
    width += ems
  }
  return broken
}

/** Objects with their table, in plain ASCII. */
function written(objects: readonly string[]): Buffer {
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const at = body.length
    body += `${i + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const size = objects.length + 1
  const table = ['0000000000 65535 f ', ...offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n `)].join('\n')
  return Buffer.from(
    `${body}xref\n0 ${size}\n${table}\ntrailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  )
}
