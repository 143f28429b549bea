import type { Field, FileValue } from '@lianban/forms'
import { useField } from '@formily/react'
import type { Field as FormilyField } from '@formily/core'
import { createContext, useContext } from 'react'
import { type FormSession, schemaPathOf } from './session.ts'

export interface UploadProgress {
  /** Called with 0 to 100 while the file is being sent. */
  onProgress?: (percent: number) => void
}

/** Sends one file and returns its reference. A rejection's message is shown at the file, so let it be Chinese. */
export type UploadFile = (file: File, progress?: UploadProgress) => Promise<FileValue>

export interface FormEnvironment {
  session: FormSession
  layout: 'above' | 'left'
  /** Sections shown one at a time: the path of the one shown, null for all. */
  step: string | null
  uploadFile?: UploadFile
  fileUrl?: (fileId: string) => string
}

export const EnvironmentContext = createContext<FormEnvironment | null>(null)
/** How the rows of the table around a field are drawn; null outside tables. */
export const RowContext = createContext<{ index: number; as: 'cells' | 'cards' } | null>(null)

export function useEnvironment(): FormEnvironment {
  const environment = useContext(EnvironmentContext)
  if (!environment) throw new Error('a form field stands outside a LianbanForm')
  return environment
}

/** The id of the input of a field: part of what browser tests rely on. */
export const inputId = (path: string): string => `field-${path}`

/** What an input needs to be a labelled input of this form: to be spread over it. */
export interface InputBinding {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

export interface Control {
  path: string
  field: Field
  required: boolean
  binding: InputBinding
  placeholder: string | undefined
  /** Checks the field: to be called when it is left, or when something was chosen in it. */
  leave: () => void
}

/** The field that a component draws. For observers only: it reads the session. */
export function useControl(): Control {
  const { session } = useEnvironment()
  const row = useContext(RowContext)
  const formily = useField<FormilyField>()
  const path = formily.path.toString()
  const field = session.fields.get(schemaPathOf(path))
  if (!field) throw new Error(`no field at ${path}`)
  const id = inputId(path)
  const wrong = session.problemAt(path) !== undefined
  const described = [field.schema['x-help'] && row?.as !== 'cells' ? `${id}-help` : '', wrong ? `${id}-error` : ''].filter(Boolean)
  const required = formily.required === true
  const example = field.schema['x-example']
  return {
    path,
    field,
    required,
    binding: {
      id,
      'aria-describedby': described.join(' ') || undefined,
      'aria-invalid': wrong || undefined,
      'aria-required': required || undefined,
    },
    placeholder: example ? `例如:${example}` : undefined,
    leave: () => session.leave(path),
  }
}
