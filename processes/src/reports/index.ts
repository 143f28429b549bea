export { ReportGiven, type ReportDefinition } from './definition.ts'
export { ReportError, type ReportErrorCode } from './report-error.ts'
export { createReports, type Reports, type ReportsOptions, type ReportRunView, type ReportView } from './reports.ts'
