export {
  createPhrases,
  MAX_PHRASES,
  MAX_PHRASE_CHARS,
  type OrganPhrases,
  type Phrase,
  type PhraseListView,
  type Phrases,
} from './phrases.ts'
export { PhraseError, type PhraseErrorCode } from './phrase-error.ts'
