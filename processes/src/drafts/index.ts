export { createDrafts, MAX_DRAFTS, MAX_DRAFT_BYTES, type Drafts, type DraftSummary, type DraftView, type SavedDraft } from './drafts.ts'
export { DraftError, type DraftErrorCode } from './draft-error.ts'
