export { activateAgain, findApplicant, registerApplicant, type Activation, type ApplicantView, type NewApplicant } from './applicants.ts'
export { assistedMatters, startAssisted, type AssistedStart } from './known-of.ts'
export { assistedToday, windowReceipt, type WindowReceipt } from './receipts.ts'
export { submitAssisted, type AssistanceView, type AssistedSubmission } from './submit-assisted.ts'
