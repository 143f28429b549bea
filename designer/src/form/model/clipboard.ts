import { checkSchema, type FieldSchema, type FormSchema, LIMITS } from '@lianban/forms'

/** Marks text on the clipboard as fields of a form. */
const MARKER = 'lianban/form-fields@1'
/** Problems that depend on the form where the fields are put in, and are looked at there. */
const LATER = new Set(['UNKNOWN_NAME', 'NAME_CLASH', 'WRONG_PLACE'])

/** Fields as text for the system clipboard. */
export function clipboardText(properties: Record<string, FieldSchema>): string {
  return JSON.stringify({ lianban: MARKER, properties }, null, 2)
}

export type Pasted = { ok: true; properties: Record<string, FieldSchema> } | { ok: false; reason: string }

/** Reads fields back. What somebody else wrote is not believed: it goes through the check of every form. */
export function fieldsFromClipboard(text: string): Pasted {
  if (text.length > LIMITS.schemaChars) return { ok: false, reason: '剪贴板内容过大,不能粘贴' }
  const content = parse(text)
  if (typeof content !== 'object' || content === null || !('lianban' in content) || content.lianban !== MARKER) {
    return { ok: false, reason: '剪贴板里没有表单字段。请先在表单设计中复制字段' }
  }
  const properties = 'properties' in content ? (content.properties as FormSchema['properties']) : {}
  const problems = checkSchema({ type: 'object', 'x-lianban': { version: 1 }, properties })
  if (problems.some((it) => !LATER.has(it.code))) return { ok: false, reason: '剪贴板里的字段内容不合规,不能粘贴。请重新复制' }
  return { ok: true, properties }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
