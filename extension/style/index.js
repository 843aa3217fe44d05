// Comments of style sheets travel to the browser, these don't: board.css is the class's board, with the form that asks
// for a place; find.css more filters and what a search found in the texts; forms.css the teacher's forms and results.
import './index.css';
