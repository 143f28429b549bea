import type { ReceiptStatus } from '@lianban/processes'
import { escape, minute, problemBox, publicPage, type PublicPage } from './public-page.ts'

const TITLE = '办件进度查询'
type Due = ReceiptStatus['promised']

/** How a case stands, for whoever holds its receipt. */
export function receiptPage(found: ReceiptStatus, now: number): PublicPage {
  const rows: [name: string, value: string | null][] = [
    ['事项', escape(found.matterName)],
    ['承办单位', escape(found.organName)],
    ['申请人', escape(found.applicantName)],
    ['办件编号', code(found.caseNo)],
    ['收件凭证编号', found.receiptNo && code(found.receiptNo)],
    ['提交日期', found.submittedOn],
    ['受理日期', found.acceptedOn],
    ['决定日期', found.decidedOn],
    ['办结日期', found.closedOn],
    ['承诺期限', dueText(found.promised)],
    ['法定期限', dueText(found.statutory)],
  ]
  const list = rows.flatMap(([name, value]) => (value === null ? [] : [`<dt>${name}</dt><dd>${value}</dd>`])).join('')
  return publicPage(
    TITLE,
    `<h1>${TITLE}</h1><p class="state">${escape(found.statusText)}</p>${expectedBox(found)}<dl>${list}</dl><p class="quiet">查询时间 ${minute(now)}。本页不显示申请人的完整姓名和填报内容。${
      found.closedOn === null ? '' : '对本次服务可以<a href="/rate">评价</a>。'
    }</p><p><a href="/receipt">查询其他办件</a></p>`,
  )
}

function expectedBox({ expected, closedOn }: ReceiptStatus): string {
  if (expected.length > 0)
    return `<div class="expect" role="status"><strong>需要您办理</strong><ul>${expected.map((one) => `<li>${escape(one)}</li>`).join('')}</ul></div>`
  return closedOn === null ? '<p>现在不需要您办理。</p>' : ''
}

const dueText = (due: Due): string | null =>
  due && `${due.dueDay} · ${escape(due.left)}${due.suspended ? `(${escape(due.suspended)},暂停计时)` : ''}`

/** The page of whoever types in what is printed on his receipt. @param number what he typed before */
export const receiptQueryPage = ({ number = '', problem }: { number?: string; problem?: string }): PublicPage =>
  publicPage(
    TITLE,
    `<h1>${TITLE}</h1><p class="quiet">填写收件凭证上的办件编号(或者凭证编号)和六位查询码,不需要登录。也可以扫描凭证上的二维码。</p>${problemBox(
      problem,
    )}<form method="post" action="/receipt" enctype="multipart/form-data"><label class="field"><span>办件编号或者凭证编号</span><input type="text" name="number" value="${escape(
      number,
    )}" maxlength="64" autocomplete="off" required></label><label class="field"><span>查询码</span><input type="text" name="queryCode" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off" required></label><button>查询</button></form>`,
  )

const code = (text: string): string => `<code>${escape(text)}</code>`
