export { previewAction, previewApplication, previewCase, type ActionPreview, type PathView } from './case-preview.ts'
export type { PeopleBranch, PeopleItem, PeopleStep, Taker } from './people.ts'
export type { ConditionWords } from './words.ts'
