export { batchOffer, completeBatch, type BatchOffer, type BatchRequest, type BatchResult } from './batch.ts'
export { answer, ask, askAgain, withdrawQuestion, type NewQuestion } from './ask.ts'
export { circulate, type Circulated, type CirculationRequest } from './circulate.ts'
export {
  cancelCirculation,
  chaseReaders,
  listCirculations,
  listReaders,
  type CirculationView,
  type ReaderView,
} from './circulation-care.ts'
export { colleagues, type Colleague, type PostGroup } from './colleagues.ts'
export { deskOf, type DeskView } from './desk.ts'
export { myQuestions, questionsOfCase, waitingQuestions, type QuestionItem, type QuestionQuery, type QuestionView } from './questions.ts'
export { openReading, readings, replyToReading, unreadReadings, type ReadingQuery, type ReadingView } from './readings.ts'
export { urge, URGE_DEFAULTS, type Urged, type UrgeView } from './urge.ts'
