/** Where the web app begins in a browser: one Parley with cookie sessions, and the app over it. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createParley } from '../sdk/client.ts'
import { App } from './app/app.tsx'
import './styles.css'

const parley = createParley({ url: location.origin, cookies: true })

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App parley={parley} />
  </StrictMode>,
)

// in development a worker would answer with files that were just changed
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'))
}
