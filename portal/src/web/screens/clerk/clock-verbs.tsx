import { App, Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'

interface Verb {
  label: string
  title: string
  consequence: string
  reasonLabel: string
  done: string
  send: (caseId: string, text: string, key: string) => Promise<void>
}

const VERBS: Record<string, Verb> = {
  'request-extension': {
    label: '申请延期',
    title: '申请延长办理期限',
    consequence: '由本单位主要负责人审批,在法定时限届满以前只能延长一次。理由会写入延期决定书告知申请人',
    reasonLabel: '延期理由',
    done: '已提交本单位主要负责人审批',
    send: api.requestExtension,
  },
  'end-suspension': {
    label: '结束特别程序',
    title: '特别程序结束,恢复计时',
    consequence: '时限自结束之次日起继续计算,办件回到审查环节',
    reasonLabel: '特别程序的结果',
    done: '已恢复计时',
    send: api.endSuspension,
  },
}

/** What may be done with the clock of a case, by those who may. */
export function ClockVerbs({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const { message } = App.useApp()
  const [open, setOpen] = useState<string | null>(null)
  const verb = open === null ? null : VERBS[open]!
  return (
    <>
      {item.allowed
        .filter((one) => one in VERBS)
        .map((one) => (
          <Button key={one} onClick={() => setOpen(one)} data-testid={one}>
            {VERBS[one]!.label}
          </Button>
        ))}
      {verb && (
        <DeedDialog
          title={`${verb.title}:${item.applicantName}`}
          consequence={verb.consequence}
          reasonLabel={verb.reasonLabel}
          okText={`确认${verb.label}`}
          run={(text, key) => verb.send(item.id, text, key)}
          onCancel={() => setOpen(null)}
          onDone={() => {
            message.success(`${item.caseNo} ${verb.done}`)
            setOpen(null)
            onDone()
          }}
        />
      )}
    </>
  )
}
