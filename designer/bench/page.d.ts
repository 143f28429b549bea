import type { Known, ProcessDraft } from '../dist/process/index.js'

declare global {
  /** The page of test/browser/page.ts. */
  interface Window {
    page: { openProcess(draft: ProcessDraft, known: Known): void }
  }
}
