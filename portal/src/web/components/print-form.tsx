import { loadOptions, OptionsMemory, type FormValues } from '@lianban/forms'
import { FormPrint } from '@lianban/forms/react'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { paths } from '../api/api.ts'
import type { FilledForm } from '../api/cases.ts'
import { optionsSource } from '../api/options.ts'
import './print-form.css'

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
      {options && createPortal(<Sheet form={form} caption={caption} options={options} onPrinted={() => setOptions(null)} />, document.body)}
    </>
  )
}

/** What goes to the printer: printed as soon as its pictures are there. */
function Sheet({ form, caption, options, onPrinted }: PrintFormProps & { options: OptionsMemory; onPrinted: () => void }) {
  const sheet = useRef<HTMLDivElement>(null)
  const printed = useRef(onPrinted)
  useEffect(() => {
    let gone = false
    const leave = () => printed.current()
    addEventListener('afterprint', leave)
    const pictures = [...(sheet.current?.querySelectorAll('img') ?? [])]
    // A signature that cannot be read is missing on the paper, as it is on the screen.
    void Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => !gone && window.print())
    return () => {
      gone = true
      removeEventListener('afterprint', leave)
    }
  }, [])
  return (
    <div ref={sheet} className="print-sheet" data-testid="print-sheet">
      <FormPrint schema={form.schema} values={form.values as FormValues} access={form.access} {...{ caption, options, fileUrl }} />
    </div>
  )
}
