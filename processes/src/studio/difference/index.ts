export { comparePackages, type PackageDifference } from './compare-packages.ts'
export type { ChangedElements } from './compare-models.ts'
export type { DifferenceWord } from './words.ts'
