import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tinyPdf } from '../testing/index.ts'
import { checkPdf } from './pdf-check.ts'

/** A sound PDF with one more object before its catalogue, offsets and all. */
function withObject(object: string | Buffer): Buffer {
  const head = Buffer.concat([Buffer.from('%PDF-1.7\n9 0 obj\n'), Buffer.from(object as string), Buffer.from('\nendobj\n')])
  const rest = '1 0 obj\n<< /Type /Catalog >>\nendobj\n'
  const at = head.length + rest.length
  return Buffer.concat([
    head,
    Buffer.from(`${rest}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`),
  ])
}
const stream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<< ${dictionary} >>\nstream\n`), data, Buffer.from('\nendstream')])
const hidden = Buffer.from('5 0 << /S /JavaScript /JS (app.alert(1)) >>')

describe('what a PDF is, for long keeping', () => {
  it('finds nothing in a sound one', () => {
    expect(checkPdf(tinyPdf('《许可证》'))).toEqual({ broken: [], active: [] })
    expect(checkPdf(withObject('<< /A 1 >>'))).toEqual({ broken: [], active: [] })
  })

  it.each<[string, Buffer, string]>([
    ['script', withObject('<< /S /JavaScript /JS (x) >>'), '脚本'],
    ['script under another spelling', withObject('<< /S /J#61vaScript >>'), '脚本'],
    ['script in an object stream', withObject(stream('/Type /ObjStm /Filter /FlateDecode', deflateSync(hidden))), '脚本'],
    ['script behind a comment that looks like a stream', withObject('<< >> %>>\nstream\n<< /S /JavaScript >>\nendstream'), '脚本'],
    ['a program to start', withObject('<< /S /Launch /F (cmd.exe) >>'), '启动外部程序的动作'],
    ['a file inside', withObject('<< /Type /EmbeddedFile >>'), '嵌入的附件'],
    ['a form of another kind', withObject('<< /AcroForm << /XFA 3 0 R >> >>'), '动态表单'],
  ])('finds %s', (_, pdf, what) => expect(checkPdf(pdf).active).toContain(what))

  it('does not take the bytes of a picture for a name', () => {
    expect(checkPdf(withObject(stream('/Subtype /Image', Buffer.from('\x01/JS \x02/XFA ')))).active).toEqual([])
  })

  it.each<[string, Buffer, string]>([
    ['no PDF', Buffer.from('<html>'), '文件头不是 PDF'],
    ['cut off', tinyPdf('x').subarray(0, -20), '文件不完整，缺少结尾'],
    [
      'with a table that is elsewhere',
      Buffer.from(
        tinyPdf('x')
          .toString()
          .replace(/startxref\n\d+/, 'startxref\n5'),
      ),
      '交叉引用表不在所指的位置',
    ],
    ['encrypted', Buffer.from(tinyPdf('x').toString().replace('/Root', '/Encrypt 8 0 R /Root')), '文件加密，不能长期保存'],
    ['packed in a way not read', withObject(stream('/Type /ObjStm /Filter [/LZWDecode]', hidden)), '压缩的对象流无法解开'],
  ])('says what is wrong with one that is %s', (_, pdf, why) => expect(checkPdf(pdf).broken).toContain(why))
})
