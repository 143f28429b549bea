import type { FormSchema } from '@lianban/forms'
import { PrintForm } from '../../components/print-form.tsx'

/** The empty application form, to be printed or kept as PDF: for those who fill it in by hand. */
export default function BlankForm({ schema, name }: { schema: FormSchema; name: string }) {
  return <PrintForm form={{ schema, values: {}, access: {} }} caption={name} label="打印空白申请表" />
}
