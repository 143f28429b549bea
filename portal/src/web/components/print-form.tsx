import { App, Button } from 'antd'
import { useState, type ReactElement } from 'react'
import type { FilledForm } from '../api/cases.ts'
import { PrintSheet } from './print-sheet.tsx'

interface PrintFormProps {
  form: FilledForm
  /** A line below the form's title: number of the case, day. */
  caption: string
  /** @default 打印申请表 */
  label?: string
}

/** Prints a form as the county's paper has it, and nothing of the page around it. What draws it is large: it comes when it is asked for. */
export function PrintForm({ form, caption, label = '打印申请表' }: PrintFormProps) {
  const { message } = App.useApp()
  const [sheet, setSheet] = useState<ReactElement | null>(null)
  const prepare = async () => {
    try {
      const { printedForm } = await import('./printed-form.tsx')
      setSheet(await printedForm(form, caption))
    } catch {
      message.error('没有取得打印内容,请检查网络后重试')
    }
  }
  return (
    <>
      <Button className="no-print" onClick={() => void prepare()} data-testid="print-form">
        {label}
      </Button>
      {sheet && <PrintSheet onPrinted={() => setSheet(null)}>{sheet}</PrintSheet>}
    </>
  )
}
