import Mustache from 'mustache'
import { documentView } from './document-view.ts'
import { PRINT_STYLES } from './print-styles.ts'
import { sealSvg } from './seal.ts'
import { valueAt, type Template } from './template.ts'

export interface RenderedHtml {
  html: string
  /** The document's own number, by the template's `number:` line. */
  number: string | null
}

/**
 * Fills a template in and makes a whole page of it. Browser-safe.
 * @param code where the document is verified, and the QR code that leads there as SVG
 * @throws DocumentError TEMPLATE_VARIABLE_MISSING
 */
export function filledHtml(
  template: Template,
  variables: Record<string, unknown>,
  code: { verifyUrl: string; qrCode: string },
): RenderedHtml {
  const view = { ...templateView(template, variables), ...code }
  const { number } = view.document
  return { html: page(view.document.title, template.render(view)), number: typeof number === 'string' && number !== '' ? number : null }
}

/**
 * What a template sees: the variables, dates and lists as text (`documentView`), the name and `seal` of the organ that signs it, and as `document` its own
 * title, what kind of paper it is, number, date in Chinese and addressee, so that the shared pieces know them by one name.
 */
export function templateView({ key, head }: Template, variables: Record<string, unknown>) {
  const organName = valueAt(variables, head.organ)
  const view: Record<string, unknown> = { ...documentView(variables), organName }
  const document = {
    title: head.title ?? key,
    paper: /(决定书|告知书|通知书|承诺书)$/.exec(head.title ?? '')?.[0] ?? '文书',
    number: head.number === null ? null : valueAt(view, head.number),
    dateText: valueAt(view, `${head.date}Text`),
    addressee: addresseeOf(head, view),
  }
  return { ...view, ...sealOf({ organName }), document }
}

/** Whom the paper is to: the applicant with his proxy 代理人, where he applied through one. */
function addresseeOf({ addressee }: Template['head'], view: Record<string, unknown>): unknown {
  const { proxyName } = view
  const name = valueAt(view, addressee)
  return addressee === 'applicantName' && typeof proxyName === 'string' ? `${String(name)}（代理人：${proxyName}）` : name
}

function sealOf({ organName }: Record<string, unknown>): { seal?: string } {
  return typeof organName === 'string' ? { seal: sealSvg(organName) } : {}
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${Mustache.escape(title)}</title><style>${PRINT_STYLES}</style></head>
<body>
${body}
</body>
</html>
`
