import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { router } from './routes.tsx'
import { firstSession } from './session.tsx'
import './theme.css'
import './shell/header.css'
import './components/signs.css'
import './layout.css'

/** The first page's own code is there, or could not be fetched. */
const firstPage = () =>
  new Promise<void>((resolve) => {
    if (router.state.initialized) return resolve()
    const stop = router.subscribe(({ initialized }) => {
      if (!initialized) return
      stop()
      resolve()
    })
  })

// Until then index.html's own shape stands there: to draw another one first would keep people waiting for what they came for.
// Not awaited here: the pages' files import this one, and would wait for it.
void Promise.all([firstSession(), firstPage()]).then(([session]) =>
  createRoot(document.getElementById('root')!).render(<App session={session} />),
)
