import { expect, test } from 'vitest'
import { SNIFF_BYTES, sniffMediaType } from './sniff.ts'

/** The head of a ZIP file: one stored entry per name, with so many bytes. */
function zip(...entries: [name: string, content: string][]): Buffer {
  return Buffer.concat(
    entries.map(([name, content]) => {
      const header = Buffer.alloc(30)
      header.write('PK\x03\x04', 'latin1')
      header.writeUInt16LE(20, 4)
      header.writeUInt32LE(content.length, 18)
      header.writeUInt32LE(content.length, 22)
      header.writeUInt16LE(name.length, 26)
      return Buffer.concat([header, Buffer.from(name), Buffer.from(content)])
    }),
  ).subarray(0, SNIFF_BYTES)
}

const types = (kind: string) => `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`
const office = 'application/vnd.openxmlformats-officedocument'
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154', 'hex')

test.each<[string, Buffer, string | null]>([
  ['a PDF, also one whose head is plain ASCII', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n'), 'application/pdf'],
  ['a PDF with its binary mark', Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1'), 'application/pdf'],
  ['a PNG', png, 'image/png'],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg'],
  ['a Windows program', Buffer.from(`MZ\x90\x00\x03\x00\x00\x00\x04${'\x00'.repeat(60)}PE`, 'latin1'), 'application/x-msdownload'],
  ['a Linux program', Buffer.concat([Buffer.from('7f454c46020101000000000000000000', 'hex')]), 'application/x-elf'],
  [
    'Word, with the content types first',
    zip(['[Content_Types].xml', types('wordprocessingml.document')], ['word/document.xml', 'x']),
    `${office}.wordprocessingml.document`,
  ],
  [
    'Excel, with the content types first',
    zip(['[Content_Types].xml', types('spreadsheetml.sheet')], ['xl/workbook.xml', 'x']),
    `${office}.spreadsheetml.sheet`,
  ],
  [
    'Word by WPS, with the content types last',
    zip(['docProps/app.xml', 'x'], ['word/document.xml', 'x'.repeat(9000)]),
    `${office}.wordprocessingml.document`,
  ],
  ['Excel by WPS', zip(['docProps/app.xml', 'x'], ['xl/workbook.xml', 'x'.repeat(9000)]), `${office}.spreadsheetml.sheet`],
  ['an OFD document', zip(['OFD.xml', 'x'], ['Doc_0/Document.xml', 'x']), 'application/ofd'],
  ['any other ZIP', zip(['photos/1.jpg', 'x']), 'application/zip'],
  ['old Word and Excel', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]), 'application/x-cfb'],
  ['Chinese text', Buffer.from('关于食品经营许可的说明\r\n'), null],
  ['text cut within a character', Buffer.from('许可').subarray(0, 5), null],
  ['text that begins like a bitmap', Buffer.from('BM 说明'), null],
  ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), null],
  ['SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['nothing', Buffer.alloc(0), null],
  ['noise', Buffer.from('0102030405', 'hex'), null],
])('%s', async (_, head, expected) => {
  expect(await sniffMediaType(head)).toBe(expected)
})
