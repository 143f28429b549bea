import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { asApiError, type ApiError } from '../../api/api-error.ts'
import { deviceApi, devicePaths, type Board } from '../../api/window.ts'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useTitle } from '../../hooks/use-title.ts'
import { clockText } from '../../time.ts'
import { DeviceGate, DeviceProblem } from './device-gate.tsx'
import { newCalls, spokenCall } from './spoken-call.ts'
import './hall.css'

/** The big display of a hall: the last calls, live and aloud. On a device of the hall, without a login. */
export function Component() {
  useTitle('叫号大屏')
  return (
    <DeviceGate>
      <Calls />
    </DeviceGate>
  )
}

function Calls() {
  const [board, setBoard] = useState<Board | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [isLive, setLive] = useState(false)
  const [isAloud, setAloud] = useState(false)
  const aloud = useRef(false)
  const last = useRef<Board | null>(null)
  const canSpeak = 'speechSynthesis' in window

  useEffect(() => {
    const show = (next: Board) => {
      if (aloud.current && last.current) for (const call of newCalls(last.current.calls, next.calls)) speak(spokenCall(call))
      last.current = next
      setBoard(next)
    }
    deviceApi.board().then(show, (thrown: unknown) => setError(asApiError(thrown)))
    const source = new EventSource(devicePaths.boardStream)
    source.addEventListener('board', ({ data }: MessageEvent<string>) => show(JSON.parse(data) as Board))
    source.onopen = () => setLive(true)
    // The browser connects anew by itself.
    source.onerror = () => setLive(false)
    return () => source.close()
  }, [])

  if (!board) return error ? <DeviceProblem error={error} /> : <PageSkeleton />
  const [newest, ...others] = board.calls
  const toggle = () => {
    aloud.current = !isAloud
    setAloud(!isAloud)
    if (!isAloud) speak('语音叫号已开启')
  }
  return (
    <main className="display">
      <header className="display-head">
        <h1>{board.hallName}</h1>
        <span className="display-state" role="status">
          {isLive ? '● 实时' : '○ 正在重新连接'}
        </span>
        {canSpeak && (
          <Button onClick={toggle} aria-pressed={isAloud} data-testid="display-voice">
            {isAloud ? '关闭语音' : '开启语音'}
          </Button>
        )}
      </header>
      <section className="display-now" aria-live="polite" data-testid="display-now">
        {newest ? (
          <>
            <span className="display-label">{newest.label}</span>
            <span>
              请到 <strong>{newest.window}</strong> 号窗口
            </span>
          </>
        ) : (
          <span>请取号等候</span>
        )}
      </section>
      <ul className="display-calls">
        {others.map(({ label, window, callNo, calledAt }) => (
          <li key={callNo}>
            <span className="display-label">{label}</span>
            <span>{window} 号窗口</span>
            <span className="display-time">{clockText(calledAt)}</span>
          </li>
        ))}
      </ul>
      <footer className="display-foot">
        {board.classes.map(({ letter, name, waiting }) => (
          <span key={letter}>
            {letter} {name} 等候 {waiting} 人
          </span>
        ))}
      </footer>
    </main>
  )
}

/** By the browser's own voice; what it says goes nowhere. */
function speak(text: string): void {
  if (!('speechSynthesis' in window)) return
  const words = new SpeechSynthesisUtterance(text)
  words.lang = 'zh-CN'
  words.rate = 0.9
  speechSynthesis.speak(words)
}
