export {
  createPublications,
  type Publications,
  type PublicationListQuery,
  type PublicityPage,
  type PublicitySearch,
} from './create-publications.ts'
export type { Correction } from './correct-publication.ts'
export { PublicationError, type PublicationErrorCode } from './publication-error.ts'
export { PUBLICATION_KINDS, type PublicationKind } from './publication-kinds.ts'
export type { PublicationsOptions } from './publications-options.ts'
export { CORRECTABLE, STANDARD_COLUMNS, type CorrectableField, type PublicDecision, type PublicationView } from './publication-views.ts'
export type { Published } from './publish-decision.ts'
