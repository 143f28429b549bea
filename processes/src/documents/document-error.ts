/**
 * A document that could not be made. Messages are Chinese: the worker puts them into the incident that an administrator reads.
 * `permanent`: trying again changes nothing before somebody has repaired something.
 */
export class DocumentError extends Error {
  readonly code:
    | 'TEMPLATE_NOT_FOUND'
    | 'TEMPLATE_INVALID'
    | 'TEMPLATE_VARIABLE_MISSING'
    | 'CHROMIUM_NOT_FOUND'
    | 'CHROMIUM_START_FAILED'
    | 'RENDERER_CLOSED'
    | 'RENDER_TIMEOUT'
    | 'RENDER_FAILED'
  readonly permanent: boolean

  constructor(code: DocumentError['code'], message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'DocumentError'
    this.code = code
    this.permanent = PERMANENT.includes(code)
  }
}

const PERMANENT: DocumentError['code'][] = ['TEMPLATE_NOT_FOUND', 'TEMPLATE_INVALID', 'TEMPLATE_VARIABLE_MISSING', 'CHROMIUM_NOT_FOUND']
