import { DocumentError, renderHtml, type PdfRenderer, type Template } from '../documents/index.ts'

/** Where PDFs are put; the object store of `@lianban/storage` is one. */
export interface DocumentStore {
  /** Stores the bytes under their SHA-256; the same bytes again are a no-op. */
  put(data: Buffer): Promise<{ sha256: string; size: number }>
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
  sha256: string
  size: number
  mediaType: 'application/pdf'
}

/**
 * Makes one document: template → HTML → PDF → object store. Nothing is numbered here, so doing it twice harms nothing.
 * @throws DocumentError, or the object store's error
 */
export async function renderDocument(
  { template, documentName, issuedAt, variables }: RenderRequest,
  { renderer, objects, publicUrl }: { renderer: Pick<PdfRenderer, 'render'>; objects: DocumentStore; publicUrl: string },
): Promise<RenderedDocument> {
  const { html, number } = await renderHtml(template, { ...variables, issuedAt }, publicUrl)
  const { sha256, size } = await objects.put(await renderer.render(html))
  return { template: template.key, name: documentName, number, sha256, size, mediaType: 'application/pdf' }
}

/** An extension property of the task's element. @throws DocumentError TEMPLATE_INVALID if the model does not say */
export function requiredProperty(properties: Record<string, string> | undefined, name: string, elementId: string): string {
  const value = properties?.[name]
  if (value) return value
  throw new DocumentError('TEMPLATE_INVALID', `流程环节“${elementId}”没有设置扩展属性“${name}”，无法确定要生成的文书`)
}
