import { Component, type ReactNode } from 'react';
import { BrokenPage } from '../pages/BrokenPage.tsx';

interface Props {
  /** Leaves the place empty: for what stands around the page and must not take it down. */
  readonly quiet?: boolean;
  /** Shown in the place of what failed. */
  readonly instead?: ReactNode;
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
    if (this.props.instead) return this.props.instead;
    return this.props.quiet ? null : <BrokenPage onAgain={() => this.setState({ broken: false })} />;
  }
}
