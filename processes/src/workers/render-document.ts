import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { signatureVariable } from '../cases/signatures/signatures.ts'
import { renderHtml, valueAt, type PdfRenderer, type Template } from '../documents/index.ts'
import type { DocumentSigner } from '../signing/index.ts'
import { signedSteps } from './document-task.ts'

/** Bytes of a verification code: nobody finds a document by trying. */
const VERIFY_CODE_BYTES = 16

/** Where PDFs are put; the object store of `@lianban/storage` is one. */
export interface DocumentStore {
  /** Stores the bytes under their SHA-256; the same bytes again are a no-op. */
  put(data: Buffer): Promise<{ sha256: string; size: number }>
  /** Signatures by hand that a document shows. @throws an error if there is no such object */
  get(sha256: string): Promise<Readable>
}

/** What a `render-document` task asks for, read from the task. */
export interface RenderRequest {
  template: Template
  /** Shown to people and used as file name, e.g. `受理通知书`. */
  documentName: string
  /** Epoch milliseconds: when the step that issues the document was taken; `issuedAt` of the template. */
  issuedAt: number
  variables: Record<string, unknown>
}

/** The process variable `document` that completes the task. */
export interface RenderedDocument {
  template: string
  name: string
  /** 文号 or 许可证编号, by the template's `number:` line. */
  number: string | null
  /** Who signs it. */
  organName: string
  /** What the QR code on it leads to. */
  verifyCode: string
  sha256: string
  size: number
  mediaType: 'application/pdf'
}

export interface RenderTools {
  renderer: Pick<PdfRenderer, 'render'>
  signer: DocumentSigner
  objects: DocumentStore
  publicUrl: string
  /** Epoch milliseconds: when the signature is put on. */
  clock: () => number
}

/**
 * Makes one document: template → HTML → PDF → signature → object store. Nothing is numbered here, so doing it twice harms
 * nothing; each attempt has a verification code of its own, and the one that completes the task counts.
 * @throws DocumentError, SigningError, or the object store's error
 */
export async function renderDocument(
  { template, documentName, issuedAt, variables }: RenderRequest,
  { renderer, signer, objects, publicUrl, clock }: RenderTools,
): Promise<RenderedDocument> {
  const verifyCode = randomBytes(VERIFY_CODE_BYTES).toString('hex')
  const { html, number } = await renderHtml(
    template,
    { ...variables, ...(await signaturesOf(template, variables, objects)), issuedAt },
    { publicUrl, verifyCode },
  )
  const pdf = await renderer.render(html)
  const reason = [`出具${documentName}`, number].filter((part) => part !== null).join(' ')
  const organName = String(valueAt(variables, template.head.organ) ?? '')
  const signed = await signer.sign(pdf, { organName, reason, signedAt: clock() })
  const { sha256, size } = await objects.put(signed)
  return { template: template.key, name: documentName, number, organName, verifyCode, sha256, size, mediaType: 'application/pdf' }
}

/** The signatures that the template has a place for, as `data:` addresses; null where the step was not signed by hand. */
async function signaturesOf(
  template: Template,
  variables: Record<string, unknown>,
  objects: Pick<DocumentStore, 'get'>,
): Promise<{ signatures?: Record<string, string | null> }> {
  const steps = signedSteps(template)
  if (steps.length === 0) return {}
  const signatures: Record<string, string | null> = {}
  for (const step of steps) {
    const signed = variables[signatureVariable(step)] as { sha256: string } | null | undefined
    signatures[step] = signed ? `data:image/png;base64,${(await buffer(await objects.get(signed.sha256))).toString('base64')}` : null
  }
  return { signatures }
}
