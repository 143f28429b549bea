import { loadOptions, OptionsMemory, type FormValues } from '@lianban/forms'
import { FormPrint } from '@lianban/forms/react'
import { Button } from 'antd'
import { useState } from 'react'
import { paths } from '../api/api.ts'
import type { FilledForm } from '../api/cases.ts'
import { optionsSource } from '../api/options.ts'
import { PrintSheet } from './print-sheet.tsx'

interface PrintFormProps {
  form: FilledForm
  /** A line below the form's title: number of the case, day. */
  caption: string
  /** @default 打印申请表 */
  label?: string
}

const fileUrl = (fileId: string) => paths.file(fileId)

/** Prints a filled-in form as the county's paper has it, and nothing of the page around it. */
export function PrintForm({ form, caption, label = '打印申请表' }: PrintFormProps) {
  const [options, setOptions] = useState<OptionsMemory | null>(null)
  const prepare = async () => {
    const known = new OptionsMemory()
    // What cannot be looked up shows its code, as on the screen.
    await loadOptions(form.schema, form.values as FormValues, optionsSource, known).catch(() => undefined)
    setOptions(known)
  }
  return (
    <>
      <Button className="no-print" onClick={() => void prepare()} data-testid="print-form">
        {label}
      </Button>
      {options && (
        <PrintSheet onPrinted={() => setOptions(null)}>
          <FormPrint schema={form.schema} values={form.values as FormValues} access={form.access} {...{ caption, options, fileUrl }} />
        </PrintSheet>
      )}
    </>
  )
}
