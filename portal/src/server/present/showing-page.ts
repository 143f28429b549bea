import type { ShownLicence } from '@lianban/processes'
import { escape, minute, publicPage, type PublicPage } from './public-page.ts'

const TITLE = '证照出示'

/** Before the licence is looked at: looking uses the code up. */
export const showingQuestionPage = (code: string): PublicPage =>
  publicPage(
    TITLE,
    `<h1>${TITLE}</h1><p>持证人向您出示一份证照。只能查看一次,查看会记录在案。</p><form method="post" action="/show/${encodeURIComponent(code)}"><button>查看证照</button></form>`,
  )

/** The face of the licence and what it is today. */
export function showingPage(item: ShownLicence, now: number): PublicPage {
  const rows: [string, string][] = [
    ['证照编号', item.licenceNo],
    ['持证主体', item.holderName],
    ...item.face.map(({ label, text }): [string, string] => [label, text]),
    ['有效期', item.validUntil === null ? `${item.validFrom} 起长期有效` : `${item.validFrom} 至 ${item.validUntil}`],
    ['发证机关', item.organName],
  ]
  const list = rows.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('')
  const verify =
    item.verificationUrl === null ? '' : `<p>电子证照文件可以在<a href="${escape(item.verificationUrl)}">核验页</a>核对真伪。</p>`
  return publicPage(
    TITLE,
    `<h1>${escape(item.name)}</h1><p class="state">${item.standing === 'valid' ? '✓ 现行有效' : `✕ ${escape(item.standingText)}`}</p><dl>${list}</dl><p class="quiet">持证人于 ${minute(item.shownAt)} 出示,${minute(now)} 查看。关闭本页后不能再次查看。</p>${verify}`,
  )
}

export const showingOverPage = (): PublicPage =>
  publicPage(TITLE, `<h1>${TITLE}</h1><p role="alert">出示码已失效。出示码 5 分钟内有效,只能查看一次,请持证人重新出示。</p>`)
