import { Steps } from 'antd'
import { useNarrow } from '../../hooks/use-media.ts'

/** Where one stands in the application. Steps that are done can be gone back to. */
export function ProgressSteps({ titles, current, onGo }: { titles: string[]; current: number; onGo: (step: number) => void }) {
  const narrow = useNarrow()
  if (narrow) {
    return (
      <p className="quiet" aria-current="step">
        第 {current + 1} 步,共 {titles.length} 步
        <progress className="step-progress" value={current + 1} max={titles.length} aria-label="填写进度" />
      </p>
    )
  }
  return (
    <nav aria-label="填写步骤" className="gap-below">
      <Steps
        size="small"
        labelPlacement="vertical"
        current={current}
        items={titles.map((title, index) => ({ title, disabled: index > current }))}
        onChange={(step) => step < current && onGo(step)}
      />
    </nav>
  )
}
