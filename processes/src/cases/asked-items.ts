/*
 * What a 补正 asks for, item by item. Browser-safe, no imports.
 */

/** What is wrong with a material. Source: 行政许可法 article 32 (4), 不齐全或者不符合法定形式. */
export type Fault = 'absent' | 'defective'

const FAULT_TEXTS: Record<Fault, string> = { absent: '缺少', defective: '不符合法定形式' }
/** What may be asked for beside materials: the application form itself, which every application has. */
export const THE_FORM = 'form'

export interface AskedItem {
  /** Of a material of the matter, or `form`; absent: no single one. */
  key?: string
  fault?: Fault
  text: string
}

/** An item in one line: `经营场所平面图(不符合法定形式):未标明功能区`. */
export function askedLine({ key, fault, text }: AskedItem, materials: readonly { key: string; name: string }[]): string {
  const name = key === THE_FORM ? '申请表' : materials.find((material) => material.key === key)?.name
  if (name === undefined) return text
  return `${name}${fault ? `(${FAULT_TEXTS[fault]})` : ''}:${text}`
}
