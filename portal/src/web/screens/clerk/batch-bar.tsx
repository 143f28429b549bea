import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/api.ts'
import type { BatchOffer } from '../../api/tasks.ts'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { BatchDialog } from './batch-dialog.tsx'

interface Props {
  taskIds: string[]
  onClear: () => void
  /** Some of them were done. */
  onDone: () => void
}

/** How many to-dos are ticked, and what can be done with them together. The dialog stays when the list under it has become shorter. */
export function BatchBar({ taskIds, onClear, onDone }: Props) {
  const [offer, setOffer] = useState<BatchOffer | null>(null)
  const asking = useAttempt(async () => setOffer(await api.batchOffer(taskIds)))
  const close = (done: number) => {
    setOffer(null)
    if (done === 0) return
    onClear()
    onDone()
  }
  return (
    <>
      {taskIds.length > 0 && (
        <StickyBar
          note={
            asking.error ? (
              <span role="alert" className="tone-over">
                {asking.error.message}
              </span>
            ) : (
              `已选 ${taskIds.length} 件`
            )
          }
        >
          <Button onClick={onClear}>取消选择</Button>
          <Button type="primary" loading={asking.busy} onClick={() => void asking.run()} data-testid="batch">
            批量办理
          </Button>
        </StickyBar>
      )}
      {offer && <BatchDialog offer={offer} onClose={close} />}
    </>
  )
}
