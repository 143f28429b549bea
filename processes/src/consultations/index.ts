export {
  ANSWER_WORKDAYS,
  createConsultations,
  type Asked,
  type ConsultationItem,
  type Consultations,
  type ConsultationsOptions,
  type ConsultationView,
} from './consultations.ts'
export { ConsultationError, type ConsultationErrorCode } from './consultation-error.ts'
