import { App } from 'antd'
import { registersApi, type RegisterEntry } from '../../api/registers.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'

/** Voids a number: it says what follows, and asks for the reason that will be recorded. */
export function VoidDialog({ entry, onClose, onDone }: { entry: RegisterEntry; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const checked = entry.document ? `《${entry.document.name}》` : ''
  return (
    <DeedDialog
      title={`作废编号 ${entry.number}`}
      danger
      consequence={`作废后该号保留在登记簿中,不再发出;公众扫码核验${checked}时显示“编号已作废”。作废不能撤销,将记入监察日志`}
      reasonLabel="作废理由"
      placeholder="例如:打印损毁,已另行出具"
      okText="确认作废"
      run={(reason) => registersApi.void({ kind: entry.kind, number: entry.number, reason })}
      onCancel={onClose}
      onDone={() => {
        message.success('编号已作废,登记簿保留该号')
        onDone()
        onClose()
      }}
    />
  )
}
