export { RENDER_DOCUMENT_TOPIC, startWorkers, type WorkerLogger, type WorkerOptions, type Workers } from './start-workers.ts'
export { renderDocument, type DocumentStore, type RenderedDocument, type RenderRequest } from './render-document.ts'
export { createPdfRenderer, type PdfRenderer, type PdfRendererOptions } from '../documents/index.ts'
