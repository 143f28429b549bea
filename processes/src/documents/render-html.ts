import { documentView } from './document-view.ts'
import { PRINT_STYLES } from './print-styles.ts'
import { qrCodeSvg } from './qr-code.ts'
import { sealSvg } from './seal.ts'
import { valueAt, type Template } from './template.ts'

export interface RenderedHtml {
  html: string
  /** The document's own number, by the template's `number:` line. */
  number: string | null
}

/**
 * Fills a template in and makes a whole page of it. The template sees the variables, dates and lists as text (`documentView`),
 * the `seal` of `organName`, and, where `decision.verifyCode` is there, `verifyUrl` and its `qrCode`.
 * @param publicUrl address under which the portal is reached from outside
 * @throws DocumentError TEMPLATE_VARIABLE_MISSING
 */
export async function renderHtml(template: Template, variables: Record<string, unknown>, publicUrl: string): Promise<RenderedHtml> {
  const view = { ...documentView(variables), ...sealOf(variables), ...(await verificationOf(variables, publicUrl)) }
  const body = template.render(view)
  const number = template.numberPath === null ? undefined : valueAt(view, template.numberPath)
  return { html: page(body), number: typeof number === 'string' ? number : null }
}

/** Address of the public page on which anybody can check a licence. */
export const verificationUrl = (publicUrl: string, verifyCode: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/verify/${encodeURIComponent(verifyCode)}`

function sealOf({ organName }: Record<string, unknown>): { seal?: string } {
  return typeof organName === 'string' ? { seal: sealSvg(organName) } : {}
}

async function verificationOf(variables: Record<string, unknown>, publicUrl: string): Promise<{ qrCode?: string; verifyUrl?: string }> {
  const verifyCode = valueAt(variables, 'decision.verifyCode')
  if (typeof verifyCode !== 'string') return {}
  const verifyUrl = verificationUrl(publicUrl, verifyCode)
  return { verifyUrl, qrCode: await qrCodeSvg(verifyUrl) }
}

const page = (body: string): string => `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><style>${PRINT_STYLES}</style></head>
<body>
${body}
</body>
</html>
`
