import { loadOptions, OptionsMemory, type FormValues } from '@lianban/forms'
import { FormPrint } from '@lianban/forms/react'
import type { ReactElement } from 'react'
import { paths } from '../api/api.ts'
import type { FilledForm } from '../api/cases.ts'
import { optionsSource } from '../api/options.ts'

const fileUrl = (fileId: string) => paths.file(fileId)

/** A form as it stands on paper, once the names of its options are known. What cannot be looked up shows its code, as on the screen. */
export async function printedForm({ schema, values, access }: FilledForm, caption: string): Promise<ReactElement> {
  const options = new OptionsMemory()
  await loadOptions(schema, values as FormValues, optionsSource, options).catch(() => undefined)
  return <FormPrint {...{ schema, access, caption, options, fileUrl }} values={values as FormValues} />
}
