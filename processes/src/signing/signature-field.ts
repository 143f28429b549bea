import { SigningError, type SigningFacts } from './document-signer.ts'
import { objectOf, readPdf, type PdfFile } from './read-pdf.ts'

/** Bytes kept free for the signature: certificates of a chain and a time-stamp fit in. */
export const RESERVED_BYTES = 12_288
/** Digits of an offset in `/ByteRange`, so that filling it in moves nothing. */
const OFFSET_DIGITS = 10
/** Shown nowhere, printed, locked. */
const WIDGET_FLAGS = 132
const EIGHT_HOURS_MS = 8 * 3_600_000

export interface Prepared {
  /** The whole file, with zeros in place of the signature. */
  prepared: Buffer
  /** Start and length of the parts before and behind the signature. */
  byteRange: readonly [number, number, number, number]
  /** Where the signature's hex digits begin. */
  contentsAt: number
}

/**
 * Appends an incremental update with an empty signature field: nothing of the document before it changes.
 * @throws SigningError PDF_UNSUPPORTED if the file is not one that Chromium writes
 */
export function addSignatureField(pdf: Buffer, facts: SigningFacts): Prepared {
  const file = readPdf(pdf)
  const [signature, widget] = [file.size, file.size + 1]
  const update = new Update(pdf)
  const contentsAt = update.addSignature(signature, facts)
  update.add(
    widget,
    `<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F ${WIDGET_FLAGS} /Rect [0 0 0 0] /V ${signature} 0 R /P ${file.firstPage} 0 R>>`,
  )
  update.add(file.root, withEntry(objectOf(file, file.root), `/AcroForm <</SigFlags 3 /Fields [${widget} 0 R]>>`))
  update.add(file.firstPage, withAnnotation(objectOf(file, file.firstPage), widget))
  const prepared = update.end(file, widget + 1)
  const before = contentsAt - 1
  const behind = contentsAt + 2 * RESERVED_BYTES + 1
  const byteRange = [0, before, behind, prepared.length - behind] as const
  fillByteRange(prepared, byteRange)
  return { prepared, byteRange, contentsAt }
}

/** The file with the signature in its place. */
export function fillSignature(prepared: Buffer, contentsAt: number, cms: Buffer): Buffer {
  const filled = Buffer.from(prepared)
  filled.write(cms.toString('hex').padEnd(2 * RESERVED_BYTES, '0'), contentsAt, 'latin1')
  return filled
}

const EMPTY_RANGE = `[0 ${Array.from({ length: 3 }, () => '0'.repeat(OFFSET_DIGITS)).join(' ')}]`

function fillByteRange(prepared: Buffer, [start, ...rest]: readonly number[]): void {
  const range = `[${start} ${rest.join(' ')}]`.padEnd(EMPTY_RANGE.length, ' ')
  prepared.write(range, prepared.lastIndexOf(EMPTY_RANGE, undefined, 'latin1'), 'latin1')
}

/** Collects the objects of an incremental update and writes the table that finds them. */
class Update {
  readonly parts: Buffer[]
  length: number
  readonly offsets = new Map<number, number>()

  constructor(pdf: Buffer) {
    this.parts = [pdf]
    this.length = pdf.length
    this.write('\n')
  }

  add(id: number, body: string): void {
    this.offsets.set(id, this.length)
    this.write(`${id} 0 obj\n${body}\nendobj\n`)
  }

  /** @returns where the signature's hex digits will stand */
  addSignature(id: number, { organName, reason, signedAt }: SigningFacts): number {
    this.offsets.set(id, this.length)
    this.write(
      `${id} 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Name ${pdfText(organName)} /Reason ${pdfText(reason)} /M (${pdfDate(signedAt)}) /ByteRange ${EMPTY_RANGE} /Contents <`,
    )
    const contentsAt = this.length
    this.write(`${'0'.repeat(2 * RESERVED_BYTES)}>>>\nendobj\n`)
    return contentsAt
  }

  end({ root, info, startXref }: PdfFile, size: number): Buffer {
    const table = this.length
    const sections = [...this.offsets]
      .sort(([a], [b]) => a - b)
      .map(([id, offset]) => `${id} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
    const trailer = `<</Size ${size}\n/Root ${root} 0 R${info === null ? '' : `\n/Info ${info} 0 R`}\n/Prev ${startXref}>>`
    this.write(`xref\n${sections.join('')}trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`)
    return Buffer.concat(this.parts)
  }

  private write(text: string): void {
    const part = Buffer.from(text, 'latin1')
    this.parts.push(part)
    this.length += part.length
  }
}

/** A dictionary with one more entry at its end. */
function withEntry(dictionary: string, entry: string): string {
  const end = dictionary.lastIndexOf('>>')
  if (end < 0 || dictionary.includes('/AcroForm')) throw new SigningError('PDF_UNSUPPORTED', 'the PDF has a form already')
  return `${dictionary.slice(0, end)}\n${entry}>>`
}

function withAnnotation(page: string, widget: number): string {
  if (!page.includes('/Annots')) return withEntry(page, `/Annots [${widget} 0 R]`)
  const extended = page.replace(/\/Annots \[([^\]]*)\]/, (_, refs: string) => `/Annots [${refs} ${widget} 0 R]`)
  if (extended === page) throw new SigningError('PDF_UNSUPPORTED', 'the annotations of the first page are no plain list')
  return extended
}

/** A text string as UTF-16 in hex. */
const pdfText = (text: string): string => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`

/** A date as PDF writes it, in China's time. */
const pdfDate = (at: number): string => `D:${new Date(at + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace(/[-:T]/g, '')}+08'00'`
