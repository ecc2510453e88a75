-- What people decided, by when they did and by what a decision is about: found without reading all of them.
CREATE INDEX review_made ON review(made);
CREATE INDEX about_review ON about(review);
