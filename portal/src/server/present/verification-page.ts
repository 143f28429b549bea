import type { DocumentVerification, FileComparison } from '@lianban/processes'
import { escape, minute, publicPage, type PublicPage } from './public-page.ts'

const TITLE = '文书证照核验'

/** The page behind the QR code of a document: plain HTML, no script, readable on any phone. `compared`: a file was handed in; `receiptCode`: the paper is a receipt, which opens more. */
export function verificationPage(
  document: DocumentVerification | null,
  now: number,
  { compared, receiptCode }: { compared?: FileComparison; receiptCode?: string } = {},
): PublicPage {
  const body = document ? `${found(document, now, compared)}${receiptCode === undefined ? '' : holderLinks(receiptCode)}` : missing()
  return publicPage(TITLE, body)
}

type Row = [name: string, value: string]

function found(document: DocumentVerification, now: number, compared: FileComparison | undefined): string {
  const { name, number, organName, issuedOn, sha256, signature, voidedOn, licence } = document
  const face: Row[] = licence
    ? [
        ['持证主体', licence.holderName],
        ['许可事项', licence.matterName],
        ['有效期', `${licence.issuedOn} 至 ${licence.validUntil}`],
        ['许可现状', licence.standingText],
      ]
    : []
  const rows: Row[] = [
    [licence ? '证照名称' : '文书名称', name],
    ...(number === null ? [] : ([[licence ? '证照编号' : '文号', number]] as Row[])),
    ...face,
    [licence ? '发证机关' : '出具机关', organName],
    [licence ? '发证日期' : '出具日期', issuedOn],
    ...(voidedOn === null ? [] : ([['作废日期', voidedOn]] as Row[])),
    ['电子签名', signatureText(signature)],
    ['电子文件 SHA-256', sha256],
  ]
  const list = rows
    .map(([label, value]) => `<dt>${label}</dt><dd>${/SHA|编号|文号/.test(label) ? `<code>${escape(value)}</code>` : escape(value)}</dd>`)
    .join('')
  return `${compared ? comparison(compared, name) : ''}${title(document)}<dl>${list}</dl><p class="quiet">核验时间 ${minute(now)}。请核对手中的文书与本页内容一致;不一致的,请拨打 12345 反映。</p>${compareForm()}`
}

function title({ licence, voidedOn, signature }: DocumentVerification): string {
  const what = licence ? '证照' : '文书'
  if (voidedOn !== null) return `<h1 class="bad">✕ 该${what}由本系统出具,编号已作废</h1>`
  if (signature.state === 'invalid' || signature.state === 'missing')
    return `<h1 class="bad">✕ 该${what}由本系统出具,但存档的电子文件异常,请到出具机关核实</h1>`
  if (licence && !licence.valid) return `<h1 class="bad">✕ 该证照由本系统签发,但${notInForce(licence)}</h1>`
  return `<h1 class="good">✓ 该${what}由本系统出具${licence ? ',现行有效' : ''}</h1>`
}

/** Why the paper in hand proves nothing today. */
function notInForce({ standing, standingText, superseded, validUntil }: NonNullable<DocumentVerification['licence']>): string {
  if (standing === 'lapsed') return `已于 ${validUntil} 过期`
  if (standing !== 'valid') return `该许可${standingText}`
  return superseded ? '已换发新证,本证作废,请核验新证' : '不在有效期内'
}

function signatureText(signature: DocumentVerification['signature']): string {
  switch (signature.state) {
    case 'valid':
      return `有效,覆盖全文。签名证书:${signature.signer};签名时间 ${minute(signature.signedAt)}(无可信时间戳)`
    case 'untrusted':
      return `签名完好,但签名证书(${signature.signer})不是本县现用证书`
    case 'unsigned':
      return '未签名(启用电子签名之前出具)'
    case 'missing':
      return '无法读取存档的电子文件'
    case 'invalid':
      return SIGNATURE_PROBLEMS[signature.problem]
  }
}

const SIGNATURE_PROBLEMS = {
  MALFORMED: '无效:签名数据损坏',
  NOT_WHOLE_DOCUMENT: '无效:签名后文件又被追加或者截断',
  CONTENT_ALTERED: '无效:签名后文件内容被改动',
  SIGNATURE_WRONG: '无效:签名与证书不符',
  CERTIFICATE_MISMATCH: '无效:签名证书被替换',
  OUTSIDE_VALIDITY: '无效:签名时证书不在有效期内',
} as const

function comparison({ same, sha256, signature }: FileComparison, name: string): string {
  const words = same
    ? ['good', `✓ 您提交的文件与存档的《${escape(name)}》逐字节一致`]
    : signature.state === 'valid'
      ? ['unsure', `△ 您提交的文件有本系统的有效签名,但不是这一份《${escape(name)}》,请扫描该文件自己的二维码`]
      : ['bad', `✕ 您提交的文件与存档的《${escape(name)}》不一致:${escape(signatureText(signature))}`]
  return `<div class="result ${words[0]}" role="status"><p>${words[1]}</p><p>文件 SHA-256:<code>${sha256}</code></p></div>`
}

const compareForm = (): string =>
  '<h2>比对电子文件</h2><form method="post" enctype="multipart/form-data"><input type="file" name="file" accept="application/pdf,.pdf" required aria-label="选择 PDF 文件"><button>比对</button></form><p class="quiet">选择收到的 PDF 文件,核对它与存档是否一致。文件只用于本次比对,不保存。</p>'

/** What a receipt opens for its holder. */
const holderLinks = (code: string): string =>
  `<h2>办理进度和服务评价</h2><p><a href="/receipt/${escape(code)}">查询办理进度</a>　<a href="/rate/${escape(code)}">评价本次服务</a>　不需要登录。</p>`

const missing = (): string =>
  '<h1 class="bad">✕ 未查到该文书或者证照</h1><p class="quiet">核验码有误,或者不是由本系统出具。请重新扫描上面的二维码;仍未查到的,请谨防伪造,并拨打 12345 反映。</p>'
