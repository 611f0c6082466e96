import { Component, type ReactElement, type ReactNode } from 'react';
import { BrokenPage } from '../pages/BrokenPage.tsx';

interface Props {
  /** Leaves the place empty: for what stands around the page and must not take it down. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

/** Keeps a fault in one part from taking the rest of the screen with it. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const page: ReactElement | null = this.props.quiet ? null : <BrokenPage onAgain={() => this.setState({ broken: false })} />;
    return page;
  }
}
