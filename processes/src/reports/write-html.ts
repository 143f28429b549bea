import { escapeHtml } from '../documents/escape-html.ts'
import type { Cell, Column, ReportContent } from './content.ts'
import { provenance } from './write-xlsx.ts'

/** The report as a page to be printed; broad, for its table. */
export function reportHtml(content: ReportContent): string {
  const { title, about, columns, rows } = content
  const head = columns.map((column) => `<th>${escapeHtml(column.title)}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => `<td class="${columns[i]!.kind}">${shown(cell, columns[i]!)}</td>`).join('')}</tr>`,
  )
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLES}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p class="about">${escapeHtml(about)}</p>
${rows.length === 0 ? '<p class="about">没有符合条件的数据</p>' : `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`}
<dl>${provenance(content)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('')}</dl>
</body></html>`
}

function shown(cell: Cell, { kind }: Column): string {
  if (cell === null) return '—'
  return kind === 'share' && typeof cell === 'number' ? `${(cell * 100).toFixed(1)}%` : escapeHtml(String(cell))
}

const STYLES = `
@page { size: A4 landscape; margin: 16mm 14mm }
body { margin: 0; color: #000; font: 10pt/1.6 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif }
h1 { margin: 0; font-size: 18pt; text-align: center }
.about { margin: 1mm 0 5mm; text-align: center }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; line-height: 1.45 }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.2mm solid #888; padding: 1mm 1.5mm; overflow-wrap: anywhere }
th { font-weight: 700; background: #f3f4f6 }
td.number, td.share { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
dl { margin: 6mm 0 0; font-size: 8.5pt; break-inside: avoid; display: grid; grid-template-columns: 22mm 1fr; gap: 0.5mm 2mm }
dd { margin: 0; overflow-wrap: anywhere }
`
