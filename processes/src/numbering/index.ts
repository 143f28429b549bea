export { NumberingError } from './numbering-error.ts'
export { checkDigitMod1110 } from './check-digit.ts'
export { allocateDocumentNumber, documentNumber, type DocumentNumberParts } from './document-number.ts'
export { allocateCaseNumber, caseNumber, type CaseNumberParts } from './case-number.ts'
export {
  FOOD_BUSINESS_FORM_CODES,
  allocateFoodLicenceNumber,
  foodLicenceNumber,
  isFoodLicenceNumber,
  type FoodBusinessFormCode,
} from './food-licence-number.ts'
