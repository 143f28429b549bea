export { assessmentLedger } from './ledger.ts'
export { assess, versionText, type Assessed, type ItemResult, type UnitResult } from './assess.ts'
export { placesOf, rankUnits, type Grade, type TieRule } from './ranking.ts'
export { scoreIndicator, ScoringFailure, type Indicator, type Measured, type ScoringRule } from './scoring.ts'
