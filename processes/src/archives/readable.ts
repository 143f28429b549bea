import { fieldsOf, type FormSchema, valueAt } from '@lianban/forms'
import type { CaseEventRow } from '@lianban/storage'
import { escapeHtml } from '../documents/escape-html.ts'
import { isoOf } from './metadata.ts'

/* Pages for people in the package: plain HTML without script, style of their own, nothing fetched. */

const STYLE = `body{font:16px/1.7 serif;max-width:48em;margin:2em auto;padding:0 1em;color:#111}h1{font-size:1.4em}h2{font-size:1.1em;margin-top:1.6em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:14em;font-weight:normal;background:#f3f3f3}thead th{width:auto}`

const page = (title: string, body: string): Buffer =>
  Buffer.from(
    `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>\n<body><h1>${escapeHtml(title)}</h1>\n${body}\n</body></html>\n`,
  )

/** The application as it was filled in, section by section. */
export function applicationPage(title: string, schema: FormSchema, values: Record<string, unknown>): Buffer {
  const fields = fieldsOf(schema).filter(({ table, kind }) => table === null || kind === 'table')
  const sections = [...new Set(fields.map(({ section }) => section))]
  const body = sections.map((section) => {
    const rows = fields
      .filter((field) => field.section === section)
      .map(({ title: label, path, kind }) => {
        const value = valueAt(values, path)
        const shown = kind === 'table' && Array.isArray(value) ? tableOf(schema, path, value) : escapeHtml(textOf(value))
        return `<tr><th>${escapeHtml(label || path)}</th><td>${shown}</td></tr>`
      })
    return `${section === null ? '' : `<h2>${escapeHtml(section)}</h2>\n`}<table>${rows.join('\n')}</table>`
  })
  return page(title, body.join('\n'))
}

function tableOf(schema: FormSchema, path: string, rows: unknown[]): string {
  const columns = fieldsOf(schema).filter(({ table }) => table === path)
  const head = columns.map(({ title, key }) => `<th>${escapeHtml(title || key)}</th>`).join('')
  const body = rows.map((row) => `<tr>${columns.map(({ key }) => `<td>${escapeHtml(textOf(valueAt(row, key)))}</td>`).join('')}</tr>`)
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}

/** The time line, one row for each line. */
export function timelinePage(title: string, events: readonly CaseEventRow[]): Buffer {
  const head = ['时间', '环节', '办理', '办理人', '意见'].map((name) => `<th>${name}</th>`).join('')
  const rows = events.map((event) => {
    const cells = [isoOf(event.at).slice(0, 16).replace('T', ' '), event.step_name, event.action_text, event.actor_name, event.opinion]
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell ?? '')}</td>`).join('')}</tr>`
  })
  return page(title, `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`)
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(textOf).join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}
