import type { PublicDecision, PublicityPage, PublicitySearch } from '@lianban/processes'
import { escape, minute, type PublicPage } from './public-page.ts'

/** A list, and no single sheet. */
const STYLE = `main{max-width:1040px;background:none;border:0;padding:0 16px}h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:0;padding:0;border:0;overflow-wrap:anywhere}
form{display:grid;grid-template-columns:2fr 1fr 1fr auto;gap:8px;margin:16px 0}button{margin:0;min-height:44px}
.bar{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;margin:0 0 12px;font-size:14px}.bar .quiet{flex:1 1 12em}
ul{list-style:none;margin:0;padding:0}li{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:0 0 8px;padding:14px 20px}
.line{display:flex;flex-wrap:wrap;gap:0 20px;font-size:14px;overflow-wrap:anywhere}.off{color:var(--quiet)}
.mark{font-size:13px;font-weight:normal;margin-left:8px;padding:0 8px;border:1px solid;border-radius:4px;white-space:nowrap}
details{margin-top:6px}summary{cursor:pointer;color:var(--link);font-size:14px;padding:4px 0}dl{grid-template-columns:11em 1fr;gap:4px 16px;margin:8px 0 0;font-size:14px}
nav{display:flex;gap:24px;margin-top:16px}.none{padding:32px 20px;text-align:center}
@media(max-width:700px){.bar .quiet{flex-basis:100%}form{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}li{padding:12px 14px}}`

export interface PublicityView {
  countyName: string
  search: PublicitySearch
  /** The first page of the list. */
  isFirst: boolean
  found: PublicityPage
  /** Epoch milliseconds. */
  now: number
}

/** The public list of decisions 行政许可公示: plain HTML, no script, readable on any phone. */
export function publicityPage({ countyName, search, isFirst, found, now }: PublicityView): PublicPage {
  const { items, total, next } = found
  const title = `${countyName}行政许可公示`
  const asked = Object.values(search).some((value) => value)
  const list =
    items.length > 0
      ? `<ul>${items.map(entry).join('')}</ul>`
      : `<p class="none quiet">${asked ? '没有符合条件的公示信息,可以减少查找条件再试' : '还没有公示信息。行政许可决定作出后七个工作日内在此公示'}</p>`
  const pages = [
    ...(isFirst ? [] : [`<a href="${addressOf('/publicity', { ...search })}">回到第一页</a>`]),
    ...(next === null ? [] : [`<a href="${addressOf('/publicity', { ...search, after: next })}" rel="next">下一页</a>`]),
  ]
  const body = `<h1>${escape(title)}</h1><p class="quiet">依据行政许可法第四十条,行政许可决定自作出之日起七个工作日内公示。自然人姓名隐去部分文字。</p>
${form(search, found)}
<div class="bar"><span class="quiet" role="status">共 ${total} 条${asked ? '符合条件' : ''},更新于 ${minute(now)}</span>${download('csv', search)}${download('xlsx', search)}</div>
${list}${pages.length > 0 ? `<nav aria-label="翻页">${pages.join('')}</nav>` : ''}`
  return { title, body, style: STYLE, isListed: true }
}

const form = ({ q = '', organ = '', matter = '' }: PublicitySearch, { organs, matters }: PublicityPage): string =>
  `<form method="get" action="/publicity" role="search"><input type="search" name="q" value="${escape(q)}" maxlength="100" placeholder="相对人名称、文书号、许可编号" aria-label="相对人名称、文书号或者许可编号">${select('organ', '全部许可机关', organs, organ)}${select('matter', '全部事项', matters, matter)}<button>查找</button></form>`

const select = (name: string, all: string, choices: PublicityPage['organs'], chosen: string): string =>
  `<select name="${name}" aria-label="${all}"><option value="">${all}</option>${choices
    .map((one) => `<option value="${escape(one.key)}"${one.key === chosen ? ' selected' : ''}>${escape(one.name)}</option>`)
    .join('')}</select>`

const download = (format: 'csv' | 'xlsx', search: PublicitySearch): string =>
  `<a href="${addressOf('/api/publicity/download', { ...search, format })}" download>下载 ${format.toUpperCase()}</a>`

function entry(one: PublicDecision): string {
  const tone = one.validity === '无效' ? 'off' : one.kindText.startsWith('准予') ? 'good' : 'bad'
  const rows: [string, string | null][] = [
    ['相对人类别', one.holderKind],
    ['统一社会信用代码', one.holderCode],
    ['决定文书', `${one.documentName} ${one.documentNumber}`],
    ['许可类别', one.category],
    ['许可证书', one.licenceName],
    ['许可编号', one.licenceNo],
    ['许可内容', one.content],
    ['决定日期', one.decidedOn],
    ['有效期', one.validFrom === null ? null : `${one.validFrom} 至 ${one.validUntil ?? '长期'}`],
    ['许可机关', one.organName],
    ['许可机关信用代码', one.organCode],
    ['当前状态', one.validity],
    ['数据来源单位', one.sourceName],
    ['公示日期', one.publishedOn],
  ]
  const details = rows.flatMap(([label, value]) =>
    value === null ? [] : [`<dt>${label}</dt><dd>${/代码|编号/.test(label) ? `<code>${escape(value)}</code>` : escape(value)}</dd>`],
  )
  return `<li><h2>${escape(one.holderName)}<span class="mark ${tone}">${escape(one.kindText)}${one.validity === '无效' ? ',已无效' : ''}</span></h2><div class="line"><span>${escape(one.matterName)}</span><span>${escape(one.documentNumber)}</span><span class="quiet">${escape(one.organName)},${one.decidedOn} 决定</span></div><details><summary>详细内容</summary><dl>${details.join('')}</dl></details></li>`
}

function addressOf(path: string, params: Record<string, string | undefined>): string {
  const query = new URLSearchParams(Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString()
  return escape(query === '' ? path : `${path}?${query}`)
}
