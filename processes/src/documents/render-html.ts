import { filledHtml, type RenderedHtml } from './filled-html.ts'
import { qrCodeSvg } from './qr-code.ts'
import type { Template } from './template.ts'

/** What a document is verified by: the address of the portal as it is reached from outside, and the document's own code. */
export interface Verification {
  publicUrl: string
  verifyCode: string
}

/**
 * Fills a template in and makes a whole page of it, with the QR code that leads to the page about this very document.
 * @throws DocumentError TEMPLATE_VARIABLE_MISSING
 */
export async function renderHtml(
  template: Template,
  variables: Record<string, unknown>,
  { publicUrl, verifyCode }: Verification,
): Promise<RenderedHtml> {
  const verifyUrl = verificationUrl(publicUrl, verifyCode)
  return filledHtml(template, variables, { verifyUrl, qrCode: await qrCodeSvg(verifyUrl) })
}

/** Address of the public page on which anybody can check a document. */
export const verificationUrl = (publicUrl: string, verifyCode: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/verify/${encodeURIComponent(verifyCode)}`
