export {
  createLicenceShowings,
  SHOWING_MS,
  type LicenceShowings,
  type LicenceShowingsOptions,
  type ShownLicence,
} from './licence-showings.ts'
export { ShowingError } from './showing-error.ts'
