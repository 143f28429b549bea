import { inflateSync } from 'node:zlib'

/*
 * Looks into a PDF as far as long keeping needs it: whether a reader will find its pages, and whether it holds anything
 * that acts by itself. Names may be spelt with #xx, and objects may lie in compressed object streams: both are undone first.
 */

const TAIL_BYTES = 2_048
/** Of all object streams together, unpacked. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/** What acts by itself or hides something: names in the file → what it is, for people. Looked for in every byte. */
const ACTIVE: readonly [RegExp, string][] = [
  [/\/JavaScript(?![A-Za-z])/, '脚本'],
  [/\/Launch(?![A-Za-z])/, '启动外部程序的动作'],
  [/\/EmbeddedFiles?(?![A-Za-z])/, '嵌入的附件'],
  [/\/(RichMedia|Rendition)(?![A-Za-z])/, '多媒体内容'],
  [/\/(SubmitForm|ImportData)(?![A-Za-z])/, '向外提交或者引入数据的动作'],
]
/** Names so short that they stand in a picture by chance: looked for outside of streams. */
const ACTIVE_OUTSIDE: readonly [RegExp, string][] = [
  [/\/JS(?![A-Za-z])/, '脚本'],
  [/\/XFA(?![A-Za-z])/, '动态表单'],
  [/\/(Movie|Sound|GoToE)(?![A-Za-z])/, '多媒体内容'],
]

export interface PdfCheck {
  /** Why a reader will not open it; empty if it will. */
  broken: string[]
  /** What acts by itself. */
  active: string[]
}

export function checkPdf(bytes: Buffer): PdfCheck {
  const text = bytes.toString('latin1')
  const broken = structureProblems(bytes, text)
  const { outside, unpacked, isWhole } = parts(bytes, text)
  if (!isWhole) broken.push('压缩的对象流无法解开')
  const everything = withoutEscapes(text + unpacked)
  const named = [
    ...ACTIVE.filter(([pattern]) => pattern.test(everything)),
    ...ACTIVE_OUTSIDE.filter(([pattern]) => pattern.test(withoutEscapes(outside + unpacked))),
  ]
  return { broken, active: [...new Set(named.map(([, what]) => what))] }
}

function structureProblems(bytes: Buffer, text: string): string[] {
  if (!text.startsWith('%PDF-')) return ['文件头不是 PDF']
  // Some programs leave a few bytes behind the end; they are looked through like all others.
  const start = [...text.slice(-TAIL_BYTES).matchAll(/startxref\s+(\d+)\s+%%EOF/g)].at(-1)
  if (!start) return ['文件不完整，缺少结尾']
  const problems: string[] = []
  const at = Number(start[1])
  const isTable = at < bytes.length && (text.startsWith('xref', at) || /^\d+\s+\d+\s+obj/.test(text.slice(at, at + 40)))
  if (!isTable) problems.push('交叉引用表不在所指的位置')
  if (!/\/Root\s+\d+\s+\d+\s+R/.test(text)) problems.push('没有文档目录')
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) problems.push('文件加密，不能长期保存')
  return problems
}

interface Parts {
  /** The text without what its streams hold. */
  outside: string
  /** What its object streams hold, unpacked. */
  unpacked: string
  /** Every object stream could be unpacked. */
  isWhole: boolean
}

function parts(bytes: Buffer, text: string): Parts {
  const outside: string[] = []
  const unpacked: string[] = []
  let left = MAX_UNPACKED_BYTES
  let isWhole = true
  let at = 0
  for (const { index, 0: keyword } of text.matchAll(/(?<=>>\s{0,4})stream\r?\n/g)) {
    if (index < at) continue
    const from = index + keyword.length
    const end = text.indexOf('endstream', from)
    if (end < 0) break
    outside.push(text.slice(at, index))
    at = end
    const dictionary = withoutEscapes(text.slice(text.lastIndexOf('obj', index), index))
    if (!/\/ObjStm(?![A-Za-z])/.test(dictionary)) continue
    const plain = unpack(dictionary, bytes.subarray(from, end), left)
    if (plain) unpacked.push(plain.toString('latin1'))
    else isWhole = false
    left -= plain?.length ?? 0
  }
  return { outside: outside.join('\n') + text.slice(at), unpacked: unpacked.join('\n'), isWhole }
}

/** null: it is packed in a way that is not read here, or too large. */
function unpack(dictionary: string, data: Buffer, limit: number): Buffer | null {
  if (/\/Predictor\s+(?!1\b)\d/.test(dictionary)) return null
  if (!/\/Filter(?![A-Za-z])/.test(dictionary)) return data
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*(\]|\/|>|$)/.test(dictionary)) return null
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, limit) })
  } catch {
    return null
  }
}

/** `/J#61vaScript` → `/JavaScript`. */
const withoutEscapes = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
